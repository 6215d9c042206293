"""What belongs together across sources: copies, stories, speakers, utterances, happenings, and the dates of undated articles."""
