"""How large a picture says that it is, without unfolding it."""

# The markers of JPEG that tell the size (ITU T.81, B.1.1.3).
_START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xDA)})  # markers without a length


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of a PNG or JPEG, None where the file does not say (W3C PNG
    11.2.1; T.81).
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        if content[12:16] != b"IHDR" or len(content) < 24:
            return None
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return _jpeg_size(content) if content.startswith(b"\xff\xd8") else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Go from marker to marker to the frame's."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _START_OF_FRAME:
            return int.from_bytes(content[at + 7 : at + 9], "big"), int.from_bytes(
                content[at + 5 : at + 7], "big"
            )
        else:
            at += 2 if marker in _ALONE else 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return None
