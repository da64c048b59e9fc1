"""Addresses of the readers' pages. Ids are in them as they are cited, in capitals."""

from django.urls import path, register_converter

from ..record.subjects import PREFIXES, Subject
from .addresses import FOLDERS
from .views import cite, home, lists, log, releases, robots, subjects, texts


class PublicId:
    """A public id of any subject; views answer 404 for one that was never given."""

    regex = "(?:INC|EPI|ACT|LOC|SRC|COV)-[0-9]{6,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def _converter(subject: Subject) -> str:
    """A converter that takes only ids of that subject: an actor's id under ``incidents/`` is no address."""
    name = f"{subject.value}_id"
    regex = f"{PREFIXES[subject]}-[0-9]{{6,12}}"
    register_converter(type(name, (PublicId,), {"regex": regex}), name)
    return name


urlpatterns = [
    path("", home.home, name="home"),
    path("codebook/", texts.codebook, name="codebook"),
    path("codebook/<slug:name>/", texts.vocabulary, name="vocabulary"),
    path("methodology/", texts.methodology, name="methodology"),
    path("guide/", texts.guide_page, name="guide"),
    path("guide/<slug:name>/", texts.guide_page, name="guide_part"),
    path("corrections/", log.corrections, name="corrections"),
    path("record/", log.record, name="record"),
    path("cite/", cite.cite, name="cite"),
    path("releases/", releases.releases, name="releases"),
    path("releases/<release:name>/", releases.release, name="release"),
    path("releases/<release:first>...<release:second>/", releases.comparison, name="release_differences"),
    path(".well-known/security.txt", robots.security, name="security_txt"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-<int:part>.xml", robots.sitemap_part, name="sitemap_part"),
]
for subject, folder in FOLDERS.items():
    id_of = _converter(subject)
    urlpatterns += [
        path(f"{folder}/", lists.list_of(subject), name=folder),
        path(f"{folder}/<{id_of}:public_id>/", subjects.subject, name=subject.value),
        path(
            f"{folder}/<{id_of}:public_id>/editions/<int:number>/",
            subjects.edition,
            name=f"{subject.value}_edition",
        ),
    ]
