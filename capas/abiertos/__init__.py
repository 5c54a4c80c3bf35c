"""Open data: the portal, the downloads, what changed, and the catalogue as others harvest it."""
