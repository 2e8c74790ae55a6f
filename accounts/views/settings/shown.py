"""What lists of settings have in common."""


def parted(name: str, rows: list) -> dict[str, list]:
    """Those in use under the name that the page calls them by, and the former ones."""
    return {name: [row for row in rows if row.is_active], "former": [row for row in rows if not row.is_active]}
