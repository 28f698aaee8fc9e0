"""Sheets in the format that Excel had before xlsx."""

import struct


def old_sheet(*places):
    """An xls file (BIFF8 in a compound file of one stream) with a number at each of these places
    (row, column).
    """

    def record(kind, content=b""):
        return struct.pack("<HH", kind, len(content)) + content

    begin = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)
    name = b"\x01\x00S"
    head = record(0x809, begin)
    bound = 4 + 6 + len(name)
    start = len(head) + bound + 4
    book = head + record(0x85, struct.pack("<IBB", start, 0, 0) + name) + record(0x0A)
    numbers = b"".join(
        record(0x203, struct.pack("<HHHd", row, column, 0, 1.0)) for row, column in places
    )
    stream = (
        book + record(0x809, begin[:2] + struct.pack("<H", 16) + begin[4:]) + numbers + record(0x0A)
    )
    stream = stream.ljust(4096, b"\x00")
    sectors = len(stream) // 512
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    table = [0xFFFFFFFD, end, *range(3, 2 + sectors), end]
    table += [free] * (128 - len(table))
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\x00" * 6
    )
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack(
        "<109I", 0, *[free] * 108
    )

    def entry(title, kind, child, first, size):
        text = title.encode("utf-16-le") + b"\x00\x00"
        tail = struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
        return text.ljust(64, b"\x00") + tail + b"\x00" * 36 + struct.pack("<IQ", first, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 2, len(stream))
    folder = folder.ljust(512, b"\x00")
    return header + struct.pack("<128I", *table) + folder + stream
