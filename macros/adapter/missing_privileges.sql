{#
    What a role lacks for a whole cycle, as [{what, grant, closed}]: a sentence, the statement that mends it, and whether
    a database is closed to the role. Nothing is tried out, it is asked what is granted. rights: of session_rights. Reads only.
#}
{% macro missing_privileges(pairs, rights) %}
    {%- do return(adapter.dispatch("missing_privileges", "dbt_wap")(pairs=pairs, rights=rights)) -%}
{% endmacro %}

{% macro default__missing_privileges(pairs, rights) %}
    {%- do dbt_wap.unsupported("missing_privileges") -%}
{% endmacro %}

{# Who can open the file may do everything. Atomic: yes, reads nothing. #}
{% macro duckdb__missing_privileges(pairs, rights) %} {%- do return([]) -%} {% endmacro %}

{#
    The warehouse; each database; prod's schemas and what is in them; the state schema. What is in a database that is
    closed to the role is not known yet: ask again once it is open. Atomic: no, each SHOW sees its own moment.
#}
{% macro snowflake__missing_privileges(pairs, rights) %}
    {%- set missing, open = [], [] -%}
    {%- set to = " to role " ~ dbt_wap.identifier(rights["role"]) -%}
    {%- set place = dbt_wap.state_place() -%}
    {%- if not rights["warehouse"] -%}
        {%- do missing.append(dbt_wap._snowflake_missing_warehouse(rights, to)) -%}
    {%- endif -%}
    {%- for database in (pairs | map(attribute="database") | list + [place["database"]]) | unique -%}
        {%- set lacking = dbt_wap._snowflake_lacking_on_database(rights, database) -%}
        {%- for privilege in lacking -%}
            {%- do missing.append(
                {
                    "what": rights["role"] ~ " has no " ~ privilege ~ " on the database " ~ database,
                    "grant": "grant " ~ privilege | lower ~ " on database " ~ dbt_wap.identifier(database) ~ to,
                    "closed": privilege == "USAGE",
                }
            ) -%}
        {%- endfor -%}
        {%- if "USAGE" not in lacking -%} {%- do open.append(database) -%} {%- endif -%}
    {%- endfor -%}
    {%- set schemas = dbt_wap._snowflake_schemas(open) -%}
    {%- for pair in pairs -%}
        {%- set schema = schemas.get(dbt_wap.schema_key(pair["database"], pair["prod"])) -%}
        {%- if schema -%}
            {%- do missing.extend(dbt_wap._snowflake_missing_on_prod(rights, schema, to)) -%}
            {%- do missing.extend(dbt_wap._snowflake_missing_inside(rights, schema, to)) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set state = schemas.get(dbt_wap.schema_key(place["database"], place["schema"])) -%}
    {%- if state -%}
        {%- do missing.extend(dbt_wap._snowflake_missing_on_state(rights, state, to)) -%}
    {%- endif -%}
    {%- do return(missing) -%}
{% endmacro %}

{% macro _snowflake_missing_warehouse(rights, to) %}
    {%- if not target.warehouse -%}
        {%- do return({"what": "profiles.yml names no warehouse and the user has no default one", "grant": none}) -%}
    {%- endif -%}
    {%- do return(
        {
            "what": rights["role"] ~ " cannot use the warehouse " ~ target.warehouse,
            "grant": "grant usage on warehouse " ~ dbt_wap.identifier(dbt_wap.stored_as_typed(target.warehouse)) ~ to,
        }
    ) -%}
{% endmacro %}

{# A role of the database opens it too. What is granted on a database can only be listed by those to whom it is open. #}
{% macro _snowflake_lacking_on_database(rights, database) %}
    {%- set opening, creating = [], [] -%}
    {%- for row in rights["rows"] if row["on"] == "DATABASE" and (row["name"] == database or row["inherited"]) -%}
        {%- if row["privilege"] in ["USAGE", "OWNERSHIP"] -%} {%- do opening.append(row) -%} {%- endif -%}
        {%- if row["privilege"] in ["CREATE SCHEMA", "OWNERSHIP"] and row["primary"] -%}
            {%- do creating.append(row) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for role in rights["all"]["database_roles"] if role.startswith(database ~ ".") -%}
        {%- do opening.append(role) -%}
    {%- endfor -%}
    {%- if opening and not creating -%}
        {%- set rows = dbt_wap.rows_of("show grants on database " ~ dbt_wap.identifier(database)) -%}
        {%- if dbt_wap._snowflake_allows(rights["primary"], rows, ["CREATE SCHEMA"], database) -%}
            {%- do creating.append(1) -%}
        {%- endif -%}
    {%- endif -%}
    {%- do return(([] if opening else ["USAGE"]) + ([] if creating else ["CREATE SCHEMA"])) -%}
{% endmacro %}

{# A swap and a new name need the ownership of the schema. Inherited grants of a schema stay behind when it is cloned. #}
{% macro _snowflake_missing_on_prod(rights, schema, to) %}
    {%- set missing = [] -%}
    {%- set name = dbt_wap.relation_name(schema["database"], schema["schema"]) -%}
    {%- if not dbt_wap._snowflake_owns(rights["all"], schema["database"], schema["owner"]) -%}
        {%- do missing.append(
            {
                "what": "the schema " ~ schema["schema"] ~ " belongs to " ~ schema["owner"] ~ ", and only its owner may swap it",
                "grant": "grant ownership on schema " ~ name ~ to ~ " copy current grants",
            }
        ) -%}
    {%- endif -%}
    {%- set inherited = [] -%}
    {%- if dbt_wap._snowflake_has_inherited_grants({}, dbt_wap.rows_of("show grants on schema " ~ name)) -%}
        {%- do inherited.extend(dbt_wap.rows_of("show inherited grants in schema " ~ name)) -%}
    {%- endif -%}
    {%- if inherited and not dbt_wap._snowflake_manages_grants(rights, schema["database"]) -%}
        {%- do missing.append(
            {
                "what": "the schema " ~ schema["schema"] ~ " has inherited grants, which its owner alone cannot make again on a clone",
                "grant": "grant manage grants on database " ~ dbt_wap.identifier(schema["database"]) ~ to,
            }
        ) -%}
    {%- endif -%}
    {%- do return(missing) -%}
{% endmacro %}

{# Whether the session may make grants of every kind in a database. #}
{% macro _snowflake_manages_grants(rights, database) %}
    {%- set found = namespace(is=false) -%}
    {%- for row in rights["rows"] if row["privilege"] == "MANAGE GRANTS" -%}
        {%- if row["on"] == "ACCOUNT" or row["name"] == database -%} {%- set found.is = true -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(found.is) -%}
{% endmacro %}

{#
    What the project builds is made again in the clone, which needs its ownership; of the rest a clone takes along what
    the role may read. One statement for all relations of a kind where it is the same for all. In a schema of somebody
    else there may be more of them than the role can see. SHOW lists everything for those who manage grants; the catalog
    does not.
#}
{% macro _snowflake_missing_inside(rights, schema, to) %}
    {%- set missing, kinds, built = [], {}, dbt_wap.nodes_by_key() -%}
    {%- set place = dbt_wap.relation_name(schema["database"], schema["schema"]) -%}
    {%- for row in dbt_wap.rows_of("show objects in schema " ~ place ~ " limit 10000") -%}
        {%- set dynamic = (row.get("is_dynamic") or "") | upper in ["Y", "YES", "TRUE"] -%}
        {%- set kind = "dynamic table" if dynamic else dbt_wap._snowflake_grant_word(row["kind"]) | lower -%}
        {%- set name = dbt_wap.relation_name(schema["database"], schema["schema"], row["name"]) -%}
        {%- set lacks = none -%}
        {%- if not dbt_wap._snowflake_owns(rights["all"], schema["database"], row["owner"]) -%}
            {%- if dbt_wap.relation_key(schema["database"], schema["schema"], row["name"]) in built -%}
                {%- set lacks = "ownership" -%}
            {%- elif not dbt_wap._snowflake_allows(
                rights["all"], dbt_wap.rows_of("show grants on " ~ kind ~ " " ~ name), ["SELECT"], schema["database"]
            ) -%}
                {%- set lacks = "select" -%}
            {%- endif -%}
        {%- endif -%}
        {%- do kinds.setdefault(kind, []).append({"name": row["name"], "on": kind ~ " " ~ name, "lacks": lacks}) -%}
    {%- endfor -%}
    {%- set closed = not dbt_wap._snowflake_owns(rights["all"], schema["database"], schema["owner"]) -%}
    {%- for kind in kinds.keys() | list + (["table", "view"] if closed else []) -%}
        {%- do kinds.setdefault(kind, []) -%}
    {%- endfor -%}
    {%- for kind, relations in kinds.items() -%}
        {%- set lacks = relations | map(attribute="lacks") | unique | list -%}
        {%- set all = {
            "name": "all " ~ kind ~ "s",
            "on": "all " ~ kind ~ "s in schema " ~ place,
            "lacks": lacks[0] if lacks | length == 1 else ("ownership" if not lacks else none),
        } -%}
        {%- set whole = all["lacks"] and (closed or relations | length > 1) -%}
        {%- set unseen = [dict(all, lacks="select")] if closed and not whole else [] -%}
        {%- for relation in ([all] if whole else relations + unseen) if relation["lacks"] -%}
            {%- set ownership = relation["lacks"] == "ownership" -%}
            {%- do missing.append(
                {
                    "what": rights["role"] ~ (" does not own " if ownership else " cannot read ") ~ relation["name"] ~ " of "
                    ~ schema["schema"] ~ (", which dbt makes again in the clone" if ownership else ", which a clone would leave out"),
                    "grant": "grant " ~ relation["lacks"] ~ " on " ~ relation["on"] ~ to ~ (" copy current grants" if ownership else ""),
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(missing) -%}
{% endmacro %}

{# Where runs are recorded, in a schema of another role too: the lock is made there, and rows are put into the tables. #}
{% macro _snowflake_missing_on_state(rights, schema, to) %}
    {%- set name = dbt_wap.relation_name(schema["database"], schema["schema"]) -%}
    {%- set rows = dbt_wap.rows_of("show grants on schema " ~ name) -%}
    {%- set missing = [] -%}
    {%- for privilege in ["USAGE", "CREATE TABLE"] -%}
        {%- set who = rights["all"] if privilege == "USAGE" else rights["primary"] -%}
        {%- if not dbt_wap._snowflake_allows(who, rows, [privilege, "OWNERSHIP"], schema["database"]) -%}
            {%- do missing.append(
                {
                    "what": rights["role"] ~ " has no " ~ privilege ~ " on the schema " ~ schema["schema"] ~ ", where runs are recorded",
                    "grant": "grant " ~ privilege | lower ~ " on schema " ~ name ~ to,
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for relation in dbt_wap.list_relations([schema]) if relation["name"] | lower in dbt_wap.state_columns() -%}
        {%- set table = dbt_wap.relation_name(schema["database"], schema["schema"], relation["name"]) -%}
        {%- set rows = dbt_wap.rows_of("show grants on table " ~ table) -%}
        {%- for privilege in ["SELECT", "INSERT"] if not dbt_wap._snowflake_allows(rights["all"], rows, [privilege, "OWNERSHIP"], schema["database"]) -%}
            {%- do missing.append(
                {
                    "what": rights["role"] ~ " has no " ~ privilege ~ " on " ~ schema["schema"] ~ "." ~ relation["name"] ~ ", where runs are recorded",
                    "grant": "grant " ~ privilege | lower ~ " on table " ~ table ~ to,
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(missing) -%}
{% endmacro %}
