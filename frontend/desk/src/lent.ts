import type { Application, Controller } from "@hotwired/stimulus";
import type htmx from "htmx.org";

/** What desk.js lends to the scripts that only some pages load, so that they bring no second copy. */
export type Lent = {
  application: Application;
  Controller: typeof Controller;
  htmx: typeof htmx;
};

declare global {
  interface Window {
    desk: Lent;
  }
}
