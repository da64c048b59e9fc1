"""The readers' pages. They read the record and nothing else; see views for what each page shows."""
