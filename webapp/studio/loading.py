"""Loads what an address of the studio names, for its own studio only."""

from typing import TypeVar

from flask import abort, g

from webapp.models.job import Album, Job
from webapp.models.message import CommunicationProfile, Notification
from webapp.models.price_list import PriceList, Product
from webapp.queries.loading import job_of_studio
from webapp.queries.photos import own_album as album_of_job
from webapp.queries.price_list_pages import price_list_of_studio, product_of_list
from webapp.queries.profiles import notification_of_profile, profile_of_studio

Found = TypeVar("Found")


def or_404(found: Found | None) -> Found:
    """What was found; 404, the same page for what is unknown and for what is another studio's."""
    if found is None:
        abort(404)
    return found


def own_job(job_id: str) -> Job:
    """The studio's job of this id, 404 for any other."""
    return or_404(job_of_studio(g.studio.id, job_id))


def own_album(job: Job, album_id: str) -> Album:
    """The job's album of this id, 404 for any other."""
    return or_404(album_of_job(job.id, album_id))


def own_profile(profile_id: str) -> CommunicationProfile:
    """The studio's communication profile of this id, 404 for any other."""
    return or_404(profile_of_studio(g.studio.id, profile_id))


def own_notification(profile: CommunicationProfile, notification_id: str) -> Notification:
    """The profile's notification of this id, 404 for any other."""
    return or_404(notification_of_profile(profile.id, notification_id))


def own_price_list(price_list_id: str) -> PriceList:
    """The studio's price list of this id, 404 for any other."""
    return or_404(price_list_of_studio(g.studio.id, price_list_id))


def own_product(price_list: PriceList, product_id: str) -> Product:
    """The list's product of this id, 404 for any other."""
    return or_404(product_of_list(price_list.id, product_id))
