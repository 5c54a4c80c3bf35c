"""Rate limits that know that many people share one address. They keep no address, and know no domain."""
