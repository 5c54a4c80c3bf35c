"""Reporting from elsewhere: a link with the place filled in, a poster with its QR, a box for other sites."""
