"""The beginnings of pictures, of any size that one likes to claim."""

import struct


def png(width, height):
    """A PNG as far as its header."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 2, 0, 0, 0)
        + b"crc."
    )


def jpeg(width, height):
    """A JPEG as far as its frame, behind a comment."""
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"note"
    return (
        b"\xff\xd8"
        + comment
        + b"\xff\xc0"
        + struct.pack(">HBHHB", 11, 8, height, width, 1)
        + b"\x01\x11\x00\xff\xd9"
    )
