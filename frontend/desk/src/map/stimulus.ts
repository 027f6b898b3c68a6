import "../lent";

// The build puts this file in the place of @hotwired/stimulus: the map's script runs after
// desk.js and extends the class that is already there.
export const Controller = window.desk.Controller;
