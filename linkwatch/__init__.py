"""linkwatch: which cited pages are gone, or no longer say what they said when the document was written."""
