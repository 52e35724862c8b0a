import { sayDate } from "@/lib/time/say-date";
import type { DateWay, Schedule } from "./settings";

const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "2 days before their “birthday”, at 09:00, every year". */
export function sayDateWay({ field, yearly, days, time }: DateWay): string {
  if (!field) return "Choose the date that starts this";
  const many = Math.abs(days) === 1 ? "A day" : `${Math.abs(days)} days`;
  const when = days === 0 ? "On" : days < 0 ? `${many} before` : `${many} after`;
  return `${when} their “${field}”${yearly ? ", every year" : ""}, at ${time}`;
}

/** "Every Monday and Thursday at 09:00". */
export function saySchedule(schedule: Schedule): string {
  switch (schedule.every) {
    case "once":
      return `On ${sayDate(schedule.date)} at ${schedule.time}`;
    case "week": {
      const days = [...schedule.weekdays].sort((a, b) => a - b).map((day) => NAMES[day - 1]);
      const listed = days.length > 1 ? `${days.slice(0, -1).join(", ")} and ${days.at(-1)}` : days[0];
      return `Every ${days.length === 7 ? "day" : listed} at ${schedule.time}`;
    }
    case "month":
      return schedule.day === 31
        ? `On the last day of every month at ${schedule.time}`
        : `On day ${schedule.day} of every month at ${schedule.time}`;
  }
}
