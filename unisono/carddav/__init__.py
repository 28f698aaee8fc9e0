"""CardDAV (RFC 6352) over the use cases: phones and mail programs read and write cards."""
