"""Loads what an address of the studio names, for its own studio only."""

from flask import abort, g

from webapp.models.job import Album, Job
from webapp.models.message import CommunicationProfile, Notification
from webapp.models.price_list import PriceList, Product
from webapp.queries.loading import job_of_studio
from webapp.queries.photos import own_album as album_of_job
from webapp.queries.price_list_pages import price_list_of_studio, product_of_list
from webapp.queries.profiles import notification_of_profile, profile_of_studio


def own_job(job_id: str) -> Job:
    """The job of this id; 404, the same page, for an unknown one and for another studio's."""
    job = job_of_studio(g.studio.id, job_id)
    if job is None:
        abort(404)
    return job


def own_album(job: Job, album_id: str) -> Album:
    """The job's album of this id, 404 for any other."""
    album = album_of_job(job.id, album_id)
    if album is None:
        abort(404)
    return album


def own_profile(profile_id: str) -> CommunicationProfile:
    """The studio's communication profile of this id, 404 for any other."""
    profile = profile_of_studio(g.studio.id, profile_id)
    if profile is None:
        abort(404)
    return profile


def own_notification(profile: CommunicationProfile, notification_id: str) -> Notification:
    """The profile's notification of this id, 404 for any other."""
    found = notification_of_profile(profile.id, notification_id)
    if found is None:
        abort(404)
    return found


def own_price_list(price_list_id: str) -> PriceList:
    """The studio's price list of this id, 404 for any other."""
    price_list = price_list_of_studio(g.studio.id, price_list_id)
    if price_list is None:
        abort(404)
    return price_list


def own_product(price_list: PriceList, product_id: str) -> Product:
    """The list's product of this id, 404 for any other."""
    product = product_of_list(price_list.id, product_id)
    if product is None:
        abort(404)
    return product
