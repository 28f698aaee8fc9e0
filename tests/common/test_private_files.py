"""Files of their owner's alone."""

from unisono.common.private_files import open_to_others, tighten, write_whole


def test_others_lose_their_rights_and_the_owner_keeps_all(tmp_path):
    tool = tmp_path / "bin" / "tool"
    tool.parent.mkdir()
    tool.touch()
    for path in (tmp_path, tool.parent, tool):
        path.chmod(0o755)
    tighten(tmp_path)

    assert list(open_to_others(tmp_path)) == []
    assert tool.stat().st_mode & 0o777 == 0o700


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    for text in ("one", "Muñoz"):
        write_whole(tmp_path / "list.json", text)

    assert (tmp_path / "list.json").read_text(encoding="utf-8") == "Muñoz"
    assert (tmp_path / "list.json").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["list.json"]
