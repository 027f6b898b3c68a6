import { Controller } from "@hotwired/stimulus";

/** Prints the page; the print styles make a clean sheet of it. */
export default class PrintController extends Controller<HTMLElement> {
  now(): void {
    window.print();
  }
}
