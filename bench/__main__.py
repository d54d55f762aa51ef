"""`make bench`: every measurement, one table."""

from bench import (
    answering,
    archiving,
    buying,
    delivering,
    looking,
    memory,
    one_job,
    pages,
    planning,
    previews,
    saving,
    season,
    sending,
    uploading,
)
from bench.choices import main

if __name__ == "__main__":
    main(
        archiving.measure,
        saving.measure,
        buying.measure,
        one_job.measure,
        pages.measure,
        looking.measure,
        previews.measure,
        uploading.measure,
        sending.measure,
        answering.measure,
        delivering.measure,
        planning.measure,
        memory.measure,
        season.measure,
    )
