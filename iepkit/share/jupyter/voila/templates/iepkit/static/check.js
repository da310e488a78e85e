// For `iepkit site --check`, which asks the page's script what Python is asked.

import { workOut } from "./decide.js";

window.workOut = workOut;
