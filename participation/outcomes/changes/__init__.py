"""What a change of the room does to what was answered and promised, and the verb that puts it in force (I23, I24)."""
