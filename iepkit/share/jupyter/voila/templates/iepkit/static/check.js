// For `iepkit site --check` and the tests, which ask the page's script what Python is asked.

import { FILE_NAME, MEDIA_TYPE } from "./dates/calendar_file.js";
import { datesAndSaid, savedDates } from "./dates/check.js";
import { sentencesOf } from "./dates/dates.js";
import { daysOf, readLines } from "./dates/district_days.js";
import { uuid5 } from "./dates/uuid5.js";
import { workOut } from "./decide.js";
import { askedIn, fill, fillCopies, notesFor, toldInstead } from "./letter/fill.js";
import { asPlainText } from "./letter/plain.js";
import { asWord } from "./letter/word.js";

Object.assign(window, { datesAndSaid, savedDates, workOut });
Object.assign(window, { FILE_NAME, MEDIA_TYPE, daysOf, readLines, sentencesOf, uuid5 });
window.letters = { askedIn, asPlainText, asWord, fill, fillCopies, notesFor, toldInstead };
