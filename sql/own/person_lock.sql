-- Lets one change of people happen at a time, so that the last admin is counted right.
lock table caretaker_store.person in share row exclusive mode;
