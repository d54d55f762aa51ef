"""The currencies a studio can sell in: each has a hundred parts, so amounts stay what they are."""

CURRENCIES = (
    "EUR", "CHF", "GBP", "USD", "AUD", "CAD", "CZK", "DKK", "HUF", "NOK", "NZD", "PLN", "RON",
    "SEK", "TRY", "ZAR",
)  # fmt: skip
