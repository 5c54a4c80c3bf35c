"""The analyses the software offers: declared once, run at once or as a job, by OGC API Processes or by a page."""
