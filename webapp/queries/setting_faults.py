"""What is wrong with staged settings that only the database knows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.settings import JobSettings, SettingFault
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile
from webapp.models.price_list import PriceList


def faults_in_database(session: Session, job: Job, wanted: JobSettings) -> dict[str, SettingFault]:
    """What only the database knows: names that are taken, lists of another studio."""
    found: dict[str, SettingFault] = {}
    if not _is_of_studio(session, PriceList, wanted.price_list_id, job.studio_id):
        found["price_list_id"] = SettingFault.UNKNOWN
    elif wanted.price_list_id != job.price_list_id and _is_archived(session, wanted.price_list_id):
        found["price_list_id"] = SettingFault.PRICE_LIST_ARCHIVED
    profile_id = wanted.communication_profile_id
    if not _is_of_studio(session, CommunicationProfile, profile_id, job.studio_id):
        found["communication_profile_id"] = SettingFault.UNKNOWN
    taken = session.scalar(
        select(Job.id).where(
            Job.studio_id == job.studio_id,
            Job.internal_name == wanted.internal_name,
            Job.id != job.id,
        )
    )
    if taken:
        found["internal_name"] = SettingFault.NAME_TAKEN
    return found


def _is_archived(session: Session, price_list_id: str | None) -> bool:
    at = session.scalar(select(PriceList.archived_at).where(PriceList.id == price_list_id))
    return at is not None


def _is_of_studio(
    session: Session,
    table: type[PriceList] | type[CommunicationProfile],
    chosen: str | None,
    studio_id: str,
) -> bool:
    """Asked under a lock that only its deletion waits for: it stays until the save is through."""
    if chosen is None:
        return True
    found = select(table.id).filter_by(id=chosen, studio_id=studio_id)
    return bool(session.scalar(found.with_for_update(read=True, key_share=True)))
