import { testPart } from "../support/terraform-model/fleet/test-histories";

testPart(4);
