-- What a reader may see: the policies of row-level security ask these.

-- The scope is a local setting of the transaction: '*' or a list of team ids. Unset means: nothing.
-- Each policy asks in sub-selects, which are evaluated once per statement. A plain call is evaluated per row.
CREATE OR REPLACE FUNCTION scope_is_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT current_setting('parapet.teams', true) = '*' $$;

-- Ids of the teams in scope; none for readers of everything, who are asked for first.
CREATE OR REPLACE FUNCTION scope_teams() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('parapet.teams', true) = '*' THEN '{}'::int[]
              ELSE string_to_array(current_setting('parapet.teams', true), ',')::int[] END $$;

-- The person who reads; null for tokens and jobs.
CREATE OR REPLACE FUNCTION scope_user() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('parapet.user_id', true), '')::int $$;

-- The token that reads; null for people and jobs.
CREATE OR REPLACE FUNCTION scope_token() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('parapet.token_id', true), '')::int $$;
