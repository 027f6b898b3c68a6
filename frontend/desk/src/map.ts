import "./lent";
import CityMapController from "./map/controllers/city_map_controller";
import IssueMapController from "./map/controllers/issue_map_controller";
import PlaceMapController from "./map/controllers/place_map_controller";
import PositionPickerController from "./map/controllers/position_picker_controller";

const { application } = window.desk;
application.register("city-map", CityMapController);
application.register("issue-map", IssueMapController);
application.register("place-map", PlaceMapController);
application.register("position-picker", PositionPickerController);
