"""Who is known by name in the demo: the front page and the start of the program tell everybody."""

STUDIO_NAME = "Studio Morgenlicht"
STUDIO_SLUG = "morgenlicht"
MEMBER_NAME = "Jonas Weber"
MEMBER_EMAIL = "jonas@morgenlicht.example"
MEMBER_PASSWORD = "morgenlicht-demo"  # noqa: S105 - printed at the start, for everybody
STAFF_NAME = "Samira Haddad"
STAFF_EMAIL = "samira@shelflife.example"
STAFF_PASSWORD = "console-demo"  # noqa: S105 - printed at the start, for everybody
ANNA_NAME = "Anna Berger"
ANNA_EMAIL = "anna.berger@posteo.example"
ANNA_CODE = "K7MW-9Q3X-4T2P"
ANNAS_CHILD = "Mia"
REFUSED_EMAIL = "kirsten.petersen@fjord.example"  # nobody is known there: her mails come back
REVOKED_PARENT = "Patrick Walsh"
REVOKED_CHILD = "Henry Walsh"
UNSUBSCRIBED_EMAIL = "harpreet.gill@mail.example"
