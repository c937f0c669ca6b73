{#
    Return the grants on schemas and relations: {grants: [row], owners: {key: {kind, name}}, objects: {key: {database,
    schema, name, kind}}}. A row is {on: schema | future | inherited | relation, database, schema, name, kind,
    privilege, to_kind, to_name, option, system}, with names as the engine stores them; a key is relation_name(database,
    schema[, name]). Reads only.
#}
{% macro list_grants(places, relations) %}
    {%- do return(adapter.dispatch("list_grants", "dbt_wap")(places=places, relations=relations)) -%}
{% endmacro %}

{% macro default__list_grants(places, relations) %}
    {%- do dbt_wap.unsupported("list_grants") -%}
{% endmacro %}

{# DuckDB has no grants. Atomic: yes, reads nothing. #}
{% macro duckdb__list_grants(places, relations) %}
    {%- do return({"grants": [], "owners": {}, "objects": {}}) -%}
{% endmacro %}

{#
    Run one SHOW per relation and two per schema, or three if the account has inherited grants, 100 in one block.
    INFORMATION_SCHEMA.OBJECT_PRIVILEGES would answer for a whole database, but nothing documents that it lists grants
    to users, shares and applications. `system` marks grants that Snowflake made itself. An object that is dropped in
    the meantime is an error. Atomic: no, each SHOW sees a different point in time; changes nothing.
#}
{% macro snowflake__list_grants(places, relations) %}
    {%- set found, known = {"grants": [], "owners": {}, "objects": {}}, {} -%}
    {%- set direct, future, inherited, objects = [], [], [], [] -%}
    {%- for place in places -%}
        {%- set at = {"database": place["database"], "schema": place["schema"], "name": none, "kind": "SCHEMA"} -%}
        {%- do direct.append(dict(at, on="schema", what="grants on schema")) -%}
        {%- do future.append(dict(at, on="future", what="future grants in schema")) -%}
        {%- do inherited.append(dict(at, on="inherited", what="inherited grants in schema")) -%}
    {%- endfor -%}
    {%- for relation in relations -%}
        {%- set kind = dbt_wap._snowflake_grant_word(relation["kind"]) | replace("HYBRID ", "") -%}
        {%- set at = {"database": relation["database"], "schema": relation["schema"], "name": relation["name"]} -%}
        {%- do objects.append(dict(at, kind=kind, on="relation", what="grants on " ~ kind)) -%}
    {%- endfor -%}
    {%- set rows = dbt_wap._snowflake_take_all(found, known, direct + future + objects) -%}
    {%- if direct and dbt_wap._snowflake_has_inherited_grants(known, rows[0]) -%}
        {%- do dbt_wap._snowflake_take_all(found, known, inherited) -%}
    {%- endif -%}
    {%- do return(found) -%}
{% endmacro %}

{#
    Ask about grants, in blocks of 100 SHOWs, and add them to `found`, oldest first. asked: [{database, schema, name,
    kind, on, what: the words after SHOW}]. If a block fails, ask one by one, so that the first fault is the one that is
    reported. Return the rows of each answer. Reads only.
#}
{% macro _snowflake_take_all(found, known, asked) %}
    {%- set answers = [] -%}
    {%- for batch in asked | batch(100) -%}
        {%- set questions = {} -%}
        {%- for at in batch -%}
            {%- set name = dbt_wap.relation_name(at["database"], at["schema"], at["name"]) -%}
            {%- do questions.update({loop.index0: dbt_wap._snowflake_show_sql_of(at["what"], name)}) -%}
        {%- endfor -%}
        {%- set read = dbt_wap.read_together(questions, or_none=true) -%}
        {%- for at in batch -%}
            {%- set number = loop.index0 -%}
            {%- set rows = dbt_wap.rows_of(questions[number]) if read is none else read[number] -%}
            {%- set rows = rows | sort(attribute="created_on") -%}
            {%- do dbt_wap._snowflake_take_grants(found, known, rows, at) -%}
            {%- do answers.append(rows) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(answers) -%}
{% endmacro %}

{% macro _snowflake_show_sql_of(what, name) %} show {{ what }} {{ name }} {% endmacro %}

{#
    Add the rows of one SHOW to `found`, except what comes with ownership of the object: OWNERSHIP, and in a schema with
    managed access MANAGE GRANTS. Reads only.
#}
{% macro _snowflake_take_grants(found, known, rows, at) %}
    {%- set direct = at["on"] in ["schema", "relation"] -%}
    {%- if direct -%} {%- do dbt_wap._snowflake_take_owner(found, known, rows, at) -%} {%- endif -%}
    {%- set owner = found["owners"].get(dbt_wap.relation_name(at["database"], at["schema"], at["name"])) -%}
    {%- for row in rows if dbt_wap._snowflake_is_own_grant(row, at["on"]) -%}
        {%- set to = dbt_wap._snowflake_grantee_of(known, row, at["database"]) -%}
        {%- set owned = ["OWNERSHIP", "MANAGE GRANTS"] if to == owner else ["OWNERSHIP"] -%}
        {%- if not direct or row["privilege"] not in owned -%}
            {%- do found["grants"].append(
                {
                    "on": at["on"],
                    "database": at["database"],
                    "schema": at["schema"],
                    "name": at["name"],
                    "kind": dbt_wap._snowflake_grant_word(row.get("granted_on") or row.get("grant_on")),
                    "privilege": row["privilege"],
                    "to_kind": to["kind"],
                    "to_name": to["name"],
                    "option": row["grant_option"] | string | lower == "true",
                    "system": direct and not row["granted_by"]
                }
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#
    Add an object and its owner to `found`. Refuse if SHOW does not list the owner, because it may then leave out grants
    as well. Reads only.
#}
{% macro _snowflake_take_owner(found, known, rows, at) %}
    {%- set key = dbt_wap.relation_name(at["database"], at["schema"], at["name"]) -%}
    {%- for row in rows if row["privilege"] == "OWNERSHIP" -%}
        {%- set kind = dbt_wap._snowflake_grant_word(row["granted_on"]) -%}
        {%- do found["objects"].update(
            {key: {"database": at["database"], "schema": at["schema"], "name": at["name"], "kind": kind}}
        ) -%}
        {%- do found["owners"].update({key: dbt_wap._snowflake_grantee_of(known, row, at["database"])}) -%}
    {%- else -%}
        {%- do dbt_wap.refuse(
            "list_grants",
            "the result of SHOW GRANTS ON " ~ at["kind"] ~ " " ~ key
            ~ " does not list the owner, so it may leave out grants too",
            next="wap doctor"
        ) -%}
    {%- endfor -%}
{% endmacro %}

{# Return true if a row of SHOW is a grant on the object itself, not one inherited from its containers. Pure. #}
{% macro _snowflake_is_own_grant(row, on) %}
    {%- set inherited = row.get("is_inherited") | string | lower == "true" -%}
    {%- if on == "inherited" -%}
        {%- do return((row.get("inherited_from") or "SCHEMA") | upper == "SCHEMA") -%}
    {%- endif -%}
    {%- do return(not inherited) -%}
{% endmacro %}

{#
    Return true if the account has inherited grants, which need a separate SHOW: SHOW GRANTS has columns for them, and
    the account parameter for them is not disabled. Reads only.
#}
{% macro _snowflake_has_inherited_grants(known, rows) %}
    {%- if "inherited" not in known -%}
        {%- set shown = "is_inherited" in rows[0] -%}
        {%- set asked = "show parameters like 'FEATURE_RBAC_INHERITED_GRANTS' in account" -%}
        {%- do known.update({"inherited": shown}) -%}
        {%- for row in (dbt_wap.rows_of(asked) if shown else []) -%}
            {%- do known.update({"inherited": (row["value"] or "") | string | upper == "ENABLED"}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(known["inherited"]) -%}
{% endmacro %}

{#
    Convert an object type of SHOW to SQL, such as DYNAMIC_TABLE to DYNAMIC TABLE. Refuse a string that cannot be one.
    Pure.
#}
{% macro _snowflake_grant_word(word) %}
    {%- set found = word | string | upper | replace("_", " ") -%}
    {%- if not modules.re.match("[A-Z][A-Z0-9 .$]*$", found) -%}
        {%- do dbt_wap.refuse("list_grants", "not a privilege or object type: " ~ word, next="wap doctor") -%}
    {%- endif -%}
    {%- set other = {
        "BASE TABLE": "TABLE",
        "CORTEX AGENT": "AGENT",
        "CORTEX AGENT SERVER": "MCP SERVER",
        "MODULE": "MODEL",
        "QUALITY MONITOR": "MODEL MONITOR"
    } -%}
    {%- do return(other.get(found, found)) -%}
{% endmacro %}

{#
    Return the grantee of a row as {kind, name}. Before BCR-2371, some forms of SHOW put the database before a database
    role, and the account before a share. Reads only.
#}
{% macro _snowflake_grantee_of(known, row, database) %}
    {%- set kind = (row.get("granted_to") or row.get("grant_to") or "") | upper | replace(" ", "_") -%}
    {%- set at, before = namespace(name=(row["grantee_name"] or "") | string), [] -%}
    {%- if kind == "DATABASE_ROLE" -%}
        {%- set before = [database ~ ".", dbt_wap.identifier(database) ~ "."] -%}
    {%- elif kind == "SHARE" and "." in at.name -%}
        {%- if "account" not in known -%}
            {%- do known.update({"account": dbt_wap.rows_of("select current_account() as account")[0]["account"]}) -%}
        {%- endif -%}
        {%- set before = [known["account"] ~ "."] -%}
    {%- endif -%}
    {%- for prefix in before if at.name.startswith(prefix) -%}
        {%- set at.name = at.name[prefix | length :] -%}
    {%- endfor -%}
    {%- set kind = "ROLE" if kind == "ACCOUNT_ROLE" else kind -%}
    {%- do return({"kind": kind, "name": dbt_wap.unquoted_name(at.name)}) -%}
{% endmacro %}
