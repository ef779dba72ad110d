"use client";

import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/input";
import { weekdays } from "./words";

export interface ScheduleValue {
  hour: number;
  weekday: number;
  timeZone: string;
}

/** Hour, weekday and time zone of a digest. */
export function ScheduleFields({
  value,
  weekly,
  onChange,
  error,
}: {
  value: ScheduleValue;
  weekly: boolean;
  onChange: (value: ScheduleValue) => void;
  error?: string | null;
}) {
  return (
    <div className="flex flex-wrap gap-4">
      {weekly && (
        <Field label="Day">
          {(ids) => (
            <Select
              {...ids}
              value={value.weekday}
              onChange={(event) => onChange({ ...value, weekday: Number(event.target.value) })}
            >
              {weekdays.map((day, i) => (
                <option key={day} value={i + 1}>
                  {day}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <Field label="Hour">
        {(ids) => (
          <Select
            {...ids}
            value={value.hour}
            onChange={(event) => onChange({ ...value, hour: Number(event.target.value) })}
          >
            {Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`).map((text, hour) => (
              <option key={text} value={hour}>
                {text}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Time zone" error={error}>
        {(ids) => (
          <Input
            {...ids}
            className="w-56"
            maxLength={60}
            value={value.timeZone}
            onChange={(event) => onChange({ ...value, timeZone: event.target.value })}
          />
        )}
      </Field>
      <Button
        look="quiet"
        className="self-end"
        onClick={() => onChange({ ...value, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
      >
        Use this browser’s
      </Button>
    </div>
  );
}
