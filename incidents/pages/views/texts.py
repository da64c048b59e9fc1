"""Pages that explain: the codebook, drawn from the code, and how we work, in our own words."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ...codebook import VOCABULARIES
from ..caching import unchanging
from ..guide import address_of, contents, guide


@unchanging
def codebook(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/codebook.html", {"vocabularies": VOCABULARIES.values()})


@unchanging
def vocabulary(request: HttpRequest, name: str) -> HttpResponse:
    shown = VOCABULARIES.get(name)
    if shown is None:
        raise Http404(f"no vocabulary {name}")
    has_crosswalk = any(code.crosswalk.acled or code.crosswalk.ucdp for code in shown)
    return render(request, "pages/vocabulary.html", {"vocabulary": shown, "crosswalk": has_crosswalk})


@unchanging
def methodology(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/methodology.html")


@unchanging
def guide_page(request: HttpRequest, name: str = "") -> HttpResponse:
    """A text for researchers, as the repository has it; in English, with what stands around it translated."""
    try:
        shown = guide(name)
    except KeyError:
        raise Http404(f"no guide {name}") from None
    context = {"guide": shown, "contents": contents(), "here": address_of(name)}
    return render(request, "pages/guide.html", context)
