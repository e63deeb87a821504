"""The page as a PDF with fixed dates and ids."""

from __future__ import annotations

from cxmap import RenderError, Report, renderer

_HOW = "install it with `pip install 'cxmap[pdf]'`"
_LIBRARIES = (
    "it needs the Pango library; on Debian and Ubuntu: `apt install libpango-1.0-0 libpangoft2-1.0-0`"
)


@renderer("pdf", formats=("pdf",))
def to_pdf(report: Report, *, most: int = 200) -> bytes:
    """For signing and filing: the page of `html` on A4.

    Options:
        most: how many findings are drawn, the worst first; the rest are counted.
    """
    try:
        import weasyprint
    except ImportError:
        raise RenderError(f"a PDF is written by WeasyPrint, which is not installed; {_HOW}") from None
    except OSError:
        raise RenderError(f"a PDF is written by WeasyPrint, which cannot start here; {_LIBRARIES}") from None
    from cxmap_audits.page import write_page

    document = weasyprint.HTML(string=write_page(report, most=most), url_fetcher=_refuse)
    written = document.write_pdf(pdf_identifier=_identifier(report), pdf_tags=True)
    assert isinstance(written, bytes)
    return written


def _refuse(url: str, *_: object, **__: object) -> dict[str, object]:
    """Nothing is fetched: the page holds all it needs."""
    raise ValueError(f"the page asks for {url}")


def _identifier(report: Report) -> bytes:
    """An id that follows from the audit, so that the same audit is the same file."""
    from hashlib import sha256

    read = report.workspace.files if report.workspace is not None else ()
    seed = "".join(file.digest for file in read) + report.as_of.isoformat() + report.verdict.sentence
    return sha256(seed.encode()).hexdigest()[:32].encode()
