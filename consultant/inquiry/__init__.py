"""What is being asked: text in, mentions and questions out. It knows no email."""
