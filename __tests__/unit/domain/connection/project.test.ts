import { describeProject, moveBetween } from "../../../../lib/domain/connection/project";

test("a move is one between projects that are known to differ; an id and a name may mean the same one", () => {
  expect(moveBetween("id:a", "id:b")).toEqual({ from: "id:a", to: "id:b" });
  expect(moveBetween("id:a", "id:a")).toBeUndefined();
  expect(moveBetween("id:a", "name:b")).toBeUndefined();
  expect(moveBetween(undefined, "id:b")).toBeUndefined();
  expect(moveBetween("id:a", undefined)).toBeUndefined();
});

test("a project is described by the attribute that names it", () => {
  expect(describeProject("name:eu-de_a:b")).toBe('project_name "eu-de_a:b"');
});
