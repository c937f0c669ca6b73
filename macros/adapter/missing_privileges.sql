{#
    List the privileges that a role lacks for a whole cycle, or, without `built`, to build and audit a candidate that it
    does not publish: [{what, grant, closed}], a sentence, the statement that fixes it, and whether the role lacks
    access to a database. Looks only at grants; tries nothing. Reads only.
#}
{% macro missing_privileges(pairs, rights, state, built) %}
    {%- do return(
        adapter.dispatch("missing_privileges", "dbt_wap")(
            pairs=pairs, rights=rights, state=state, built=built
        )
    ) -%}
{% endmacro %}

{% macro default__missing_privileges(pairs, rights, state, built) %}
    {%- do dbt_wap.unsupported("missing_privileges") -%}
{% endmacro %}

{# Anyone who can open the file can do everything. Atomic: yes, reads nothing. #}
{% macro duckdb__missing_privileges(pairs, rights, state, built) %} {%- do return([]) -%} {% endmacro %}

{#
    Check the warehouse, each database, the prod schemas with their relations, and the state schema. Without USAGE on a
    database, its contents cannot be checked: check again after the grant. Atomic: no, each SHOW reads at its own time.
#}
{% macro snowflake__missing_privileges(pairs, rights, state, built) %}
    {%- set missing, known = [], {} -%}
    {%- set to = "to role " ~ dbt_wap.identifier(rights["role"]) -%}
    {%- if not rights["warehouse"] -%}
        {%- do missing.append(dbt_wap._snowflake_missing_warehouse(rights, to)) -%}
    {%- endif -%}
    {%- for database, lacking in rights["lacking"] | items -%}
        {%- for privilege in lacking -%}
            {%- do missing.append(
                {
                    "what": rights["role"] ~ " lacks " ~ privilege ~ " on the database " ~ database,
                    "grant": ["grant", privilege | lower, "on database", dbt_wap.identifier(database), to] | join(" "),
                    "closed": privilege == "USAGE",
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for pair in pairs -%}
        {%- set schema = rights["schemas"].get(dbt_wap.schema_key(pair["database"], pair["prod"])) -%}
        {%- if schema -%}
            {%- if built is none -%}
                {%- do missing.extend(dbt_wap._snowflake_missing_to_read(rights, schema, to)) -%}
            {%- else -%}
                {%- do missing.extend(dbt_wap._snowflake_missing_on_prod(rights, schema, to, known)) -%}
                {%- do missing.extend(dbt_wap._snowflake_missing_inside(rights, schema, built, to)) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set schema = rights["schemas"].get(dbt_wap.schema_key(state["database"], state["schema"])) -%}
    {%- if schema -%}
        {%- do missing.extend(dbt_wap._snowflake_missing_on_state(rights, schema, state["tables"], to)) -%}
    {%- endif -%}
    {%- do return(missing) -%}
{% endmacro %}

{% macro _snowflake_missing_warehouse(rights, to) %}
    {%- if not target.warehouse -%}
        {%- do return({"what": "profiles.yml sets no warehouse and the user has no default one", "grant": none}) -%}
    {%- endif -%}
    {%- set warehouse = dbt_wap.identifier(dbt_wap.stored_as_typed(target.warehouse)) -%}
    {%- do return(
        {
            "what": rights["role"] ~ " cannot use the warehouse " ~ target.warehouse,
            "grant": ["grant usage on warehouse", warehouse, to] | join(" "),
        }
    ) -%}
{% endmacro %}

{#
    Check a prod schema. Swapping or renaming it takes ownership, and a clone does not include inherited grants. Reads
    only.
#}
{% macro _snowflake_missing_on_prod(rights, schema, to, known) %}
    {%- set missing, inherited = [], [] -%}
    {%- set what = "the schema " ~ schema["schema"] -%}
    {%- if not dbt_wap._snowflake_owns(rights["all"], schema["database"], schema["owner"]) -%}
        {%- do missing.append(
            {
                "what": what ~ " is owned by " ~ schema["owner"] ~ ", and only its owner can swap it",
                "grant": ["grant ownership on schema", schema["name"], to, "copy current grants"] | join(" "),
            }
        ) -%}
    {%- endif -%}
    {%- if dbt_wap._snowflake_has_inherited_grants(known, schema["grants"]) -%}
        {%- do inherited.extend(dbt_wap._snowflake_show("inherited grants in schema", schema["name"])) -%}
    {%- endif -%}
    {%- if inherited and not dbt_wap._snowflake_manages_grants(rights, schema["database"]) -%}
        {%- set database = dbt_wap.identifier(schema["database"]) -%}
        {%- do missing.append(
            {
                "what": what ~ " has inherited grants, and recreating them on a clone takes MANAGE GRANTS",
                "grant": ["grant manage grants on database", database, to] | join(" "),
            }
        ) -%}
    {%- endif -%}
    {%- do return(missing) -%}
{% endmacro %}

{#
    Check what reading a prod schema takes: USAGE, and SELECT on each relation in it. In a schema in which the role sees
    no relation, there may be some. Reads only.
#}
{% macro _snowflake_missing_to_read(rights, schema, to) %}
    {%- set missing, role, grants = [], rights["role"], schema["grants"] -%}
    {%- if not dbt_wap._snowflake_allows(rights["all"], grants, ["USAGE", "OWNERSHIP"], schema["database"]) -%}
        {%- do missing.append(
            {
                "what": role ~ " lacks USAGE on the schema " ~ schema["schema"],
                "grant": ["grant usage on schema", schema["name"], to] | join(" "),
            }
        ) -%}
        {%- do return(missing) -%}
    {%- endif -%}
    {%- set kinds = dbt_wap._snowflake_lacking_by_kind(rights, schema, {}) -%}
    {%- if not kinds and not dbt_wap._snowflake_owns(rights["all"], schema["database"], schema["owner"]) -%}
        {%- do kinds.update({"table": [{"lacks": "select"}] * 2, "view": [{"lacks": "select"}] * 2}) -%}
    {%- endif -%}
    {%- for kind, relations in kinds.items() -%}
        {%- for relation in dbt_wap._snowflake_asked_for(kind, relations, schema, false) if relation["lacks"] -%}
            {%- do missing.append(
                {
                    "what": role ~ " cannot read " ~ relation["name"] ~ " in " ~ schema["schema"],
                    "grant": ["grant select on", relation["on"], to] | join(" "),
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(missing) -%}
{% endmacro %}

{# Return true if the session may make any grant in a database. Pure. #}
{% macro _snowflake_manages_grants(rights, database) %}
    {%- for row in rights["rows"] if row["privilege"] == "MANAGE GRANTS" -%}
        {%- if row["on"] == "ACCOUNT" or row["name"] == database -%} {%- do return(true) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{#
    Check the relations of a prod schema. dbt recreates what the project builds, which takes ownership of it in the
    clone; of the rest, a clone includes only what the role can read. A schema of another owner may contain more than
    the role can see. Reads only.
#}
{% macro _snowflake_missing_inside(rights, schema, built, to) %}
    {%- set missing = [] -%}
    {%- set closed = not dbt_wap._snowflake_owns(rights["all"], schema["database"], schema["owner"]) -%}
    {%- set kinds = dbt_wap._snowflake_lacking_by_kind(rights, schema, built) -%}
    {%- for kind in ["table", "view"] if closed and kind not in kinds -%}
        {%- do kinds.update({kind: []}) -%}
    {%- endfor -%}
    {%- for kind, relations in kinds.items() -%}
        {%- for relation in dbt_wap._snowflake_asked_for(kind, relations, schema, closed) if relation["lacks"] -%}
            {%- set owned = relation["lacks"] == "ownership" -%}
            {%- set verb = " does not own " if owned else " cannot read " -%}
            {%- set why = "dbt recreates in the clone" if owned else "a clone would leave out" -%}
            {%- set grant = ["grant", relation["lacks"], "on", relation["on"], to] -%}
            {%- do missing.append(
                {
                    "what": rights["role"] ~ verb ~ relation["name"] ~ " in " ~ schema["schema"] ~ ", which " ~ why,
                    "grant": (grant + (["copy current grants"] if owned else [])) | join(" "),
                }
            ) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(missing) -%}
{% endmacro %}

{#
    Return the relations of a schema by kind: {kind: [{name, on: as GRANT writes it, lacks: ownership, select or
    none}]}. SHOW lists everything for a role that manages grants; the catalog does not. Reads only.
#}
{% macro _snowflake_lacking_by_kind(rights, schema, built) %}
    {%- set kinds, database = {}, schema["database"] -%}
    {%- for row in dbt_wap._snowflake_show_whole("objects in schema", schema["name"], limit=10000) -%}
        {%- set dynamic = (row.get("is_dynamic") or "") | upper in ["Y", "YES", "TRUE"] -%}
        {%- set kind = "dynamic table" if dynamic else dbt_wap._snowflake_grant_word(row["kind"]) | lower -%}
        {%- set on = kind ~ " " ~ dbt_wap.relation_name(database, schema["schema"], row["name"]) -%}
        {%- set lacks = none -%}
        {%- if not dbt_wap._snowflake_owns(rights["all"], database, row["owner"]) -%}
            {%- if dbt_wap.relation_key(database, schema["schema"], row["name"]) in built -%}
                {%- set lacks = "ownership" -%}
            {%- else -%}
                {%- set grants = dbt_wap._snowflake_show("grants on", on) -%}
                {%- set readable = dbt_wap._snowflake_allows(rights["all"], grants, ["SELECT"], database) -%}
                {%- set lacks = none if readable else "select" -%}
            {%- endif -%}
        {%- endif -%}
        {%- do kinds.setdefault(kind, []).append({"name": row["name"], "on": on, "lacks": lacks}) -%}
    {%- endfor -%}
    {%- do return(kinds) -%}
{% endmacro %}

{# Return the relations of a kind, or one entry for all of them if they lack the same privilege. Pure. #}
{% macro _snowflake_asked_for(kind, relations, schema, closed) %}
    {%- set lacks = relations | map(attribute="lacks") | unique | list -%}
    {%- set every = {
        "name": "all " ~ kind ~ "s",
        "on": "all " ~ kind ~ "s in schema " ~ schema["name"],
        "lacks": lacks[0] if lacks | length == 1 else ("ownership" if not lacks else none),
    } -%}
    {%- if every["lacks"] and (closed or relations | length > 1) -%} {%- do return([every]) -%} {%- endif -%}
    {%- do return(relations + ([dict(every, lacks="select")] if closed else [])) -%}
{% endmacro %}

{#
    Check the state schema, which may belong to another role. The role creates the lock there and inserts rows into the
    tables. Reads only.
#}
{% macro _snowflake_missing_on_state(rights, schema, tables, to) %}
    {%- set missing, database = [], schema["database"] -%}
    {%- set asked = [] -%}
    {%- for privilege in ["USAGE", "CREATE TABLE"] -%}
        {%- set held = rights["all"] if privilege == "USAGE" else rights["primary"] -%}
        {%- if not dbt_wap._snowflake_allows(held, schema["grants"], [privilege, "OWNERSHIP"], database) -%}
            {%- do asked.append([privilege, "the schema " ~ schema["schema"], "schema " ~ schema["name"]]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for relation in dbt_wap.list_relations([schema]) if relation["name"] | lower in tables -%}
        {%- set table = dbt_wap.relation_name(database, schema["schema"], relation["name"]) -%}
        {%- set grants = dbt_wap._snowflake_show("grants on table", table) -%}
        {%- for privilege in ["SELECT", "INSERT"] -%}
            {%- if not dbt_wap._snowflake_allows(rights["all"], grants, [privilege, "OWNERSHIP"], database) -%}
                {%- do asked.append([privilege, schema["schema"] ~ "." ~ relation["name"], "table " ~ table]) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for privilege, what, on in asked -%}
        {%- do missing.append(
            {
                "what": rights["role"] ~ " lacks " ~ privilege ~ " on " ~ what ~ ", where dbt-wap records runs",
                "grant": ["grant", privilege | lower, "on", on, to] | join(" "),
            }
        ) -%}
    {%- endfor -%}
    {%- do return(missing) -%}
{% endmacro %}
