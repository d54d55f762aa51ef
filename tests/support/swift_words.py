"""Who may use the object store of the tests."""

ACCOUNT, USER = "test", "tester"
ACCESS_KEY, SECRET_KEY = f"{ACCOUNT}:{USER}", "testing"
