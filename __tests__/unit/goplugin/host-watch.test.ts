import { watchHost } from "../../../lib/goplugin/host-watch";

describe("watching the host", () => {
  let parent: number;
  let gone: jest.Mock;
  beforeEach(() => {
    jest.useFakeTimers();
    parent = 100;
    gone = jest.fn();
  });
  afterEach(() => jest.useRealTimers());

  test("says once that the parent has changed", () => {
    watchHost(() => parent, 500, gone);
    jest.advanceTimersByTime(10_000);
    expect(gone).not.toHaveBeenCalled();
    parent = 1;
    jest.advanceTimersByTime(500);
    expect(gone).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(10_000);
    expect(gone).toHaveBeenCalledTimes(1);
  });

  test("looks at once when asked to", () => {
    const watch = watchHost(() => parent, 500, gone);
    watch.check();
    expect(gone).not.toHaveBeenCalled();
    parent = 7;
    watch.check();
    expect(gone).toHaveBeenCalledTimes(1);
  });

  test("a host that is process 1 is a host", () => {
    parent = 1;
    watchHost(() => parent, 500, gone);
    jest.advanceTimersByTime(10_000);
    expect(gone).not.toHaveBeenCalled();
  });

  test("says nothing after it was stopped", () => {
    watchHost(() => parent, 500, gone).stop();
    parent = 1;
    jest.advanceTimersByTime(10_000);
    expect(gone).not.toHaveBeenCalled();
  });
});
