"""What is wrong with an address in which a server, or a place for photos, is named."""


class WrongAddressError(Exception):
    """What is wrong with such an address, one sentence each; never with its password."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults
