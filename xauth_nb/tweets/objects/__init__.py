"""What people hold: tweets, users, many of them, and an archive. They lend their methods to the views below."""
