"""What happens by itself: the timetable and the loop."""
