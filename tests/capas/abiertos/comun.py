"""What the tests of open data share."""

ANTES = "2020-01-01"
