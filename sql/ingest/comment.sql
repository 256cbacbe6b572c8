comment on column audit.{extract}.{column} is {comment};
