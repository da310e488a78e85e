// For `iepkit site --check`, which asks the page's script what Python is asked.

import { datesAndSaid } from "./check_dates.js";
import { workOut } from "./decide.js";

Object.assign(window, { datesAndSaid, workOut });
