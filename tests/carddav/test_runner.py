"""The runner of Apple's tests tells a server that does from one that does not."""

from pathlib import Path

import httpx
import pytest

from tests.carddav.runner import Runner

pytestmark = pytest.mark.pure

SCRIPT = """\
<caldavtest><start/><test-suite name="PUT"><test name="1">
<request end-delete="yes"><method>PUT</method><ruri>$book:/1.vcf</ruri>
<data><content-type>text/vcard</content-type><filepath>1.vcf</filepath></data>
<verify><callback>statusCode</callback></verify>
<verify><callback>header</callback><arg><name>header</name><value>ETag</value></arg></verify></request>
<request><method>GET</method><ruri>$book:/1.vcf</ruri>
<verify><callback>addressDataMatch</callback><arg><name>filepath</name><value>1.vcf</value></arg></verify>
</request></test>
<test name="2"><require-feature><feature>sharing</feature></require-feature></test>
</test-suite><end/></caldavtest>
"""
CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\nN:Gil;Ana;;;\r\nX-OURS:1\r\nEND:VCARD\r\n"


def results(tmp_path, kept):
    """What the runner says of a server that keeps so much of a card, and what it was asked."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "put.xml").write_text(SCRIPT)
    (tmp_path / "1.vcf").write_bytes(CARD)
    asked, stored = [], {}

    def answer(request):
        asked.append(f"{request.method} {request.url.path}")
        if request.method == "PUT":
            stored[request.url.path] = kept(request.content)
            return httpx.Response(201, headers={"ETag": '"1"'})
        return httpx.Response(200, content=stored.get(request.url.path, b""))

    with httpx.Client(base_url="http://x.example", transport=httpx.MockTransport(answer)) as client:
        runner = Runner(client, Path(tmp_path), {"$book:": "/ana/book"}, {"carddav"})
        return list(runner.run("put")), asked


def test_a_card_that_comes_back_as_it_went_passes(tmp_path):
    found, asked = results(tmp_path, lambda card: card.replace(b"X-OURS", b"X-\r\n OURS"))

    assert found == [("put/PUT/1", "")]
    assert asked == ["PUT /ana/book/1.vcf", "GET /ana/book/1.vcf", "DELETE /ana/book/1.vcf"]


def test_a_card_that_lost_a_line_does_not(tmp_path):
    found, _asked = results(tmp_path, lambda card: card.replace(b"X-OURS:1\r\n", b""))

    ((name, wrong),) = found
    assert name == "put/PUT/1"
    assert "request 2, GET: addressDataMatch: lacks" in wrong
    assert "X-OURS" in wrong
