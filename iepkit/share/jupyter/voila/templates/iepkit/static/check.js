// For `iepkit site --check`, which asks the page's script what Python is asked.

import { datesAndSaid } from "./check_dates.js";
import { workOut } from "./decide.js";
import { askedIn, fill, notesFor, toldInstead } from "./letter/fill.js";
import { asPlainText } from "./letter/plain.js";
import { asWord } from "./letter/word.js";

Object.assign(window, { datesAndSaid, workOut });
window.letters = { askedIn, asPlainText, asWord, fill, notesFor, toldInstead };
