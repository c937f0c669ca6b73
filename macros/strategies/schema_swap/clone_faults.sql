{#
    A clone leaves out in silence what the role may not clone. Compared: relations with their kinds, sequences,
    functions, procedures, file formats, the kind of the schema. Atomic: yes, reads only.
#}
{% macro snowflake__schema_swap__clone_faults(pairs, items) %}
    {%- set databases = dbt_wap.databases_of(pairs) -%}
    {%- set schemas = dbt_wap._snowflake_schemas(databases) -%}
    {%- set objects = {} -%}
    {%- set places = dbt_wap.locate(pairs, "prod") + dbt_wap.locate(pairs, "audit") -%}
    {%- set rest = dbt_wap._snowflake_objects(databases, ["sequence", "user function", "user procedure", "file format"]) -%}
    {%- for object in dbt_wap.list_relations(places) + rest -%}
        {%- do objects.setdefault(dbt_wap.schema_key(object["database"], object["schema"]), {}).update(
            {object["kind"] ~ " " ~ object["name"]: true}
        ) -%}
    {%- endfor -%}
    {%- set faults, dropped = [], [] -%}
    {%- for item in items if item["kind"] == "dynamic table" and item["rebuilt"] -%}
        {%- do dropped.append([item["database"], item["pair"]["prod"], item["kind"] ~ " " ~ item["name"]]) -%}
    {%- endfor -%}
    {%- for pair in pairs -%}
        {%- set keys = [dbt_wap.schema_key(pair["database"], pair["prod"]), dbt_wap.schema_key(pair["database"], pair["audit"])] -%}
        {%- set prod, audit = schemas.get(keys[0]), schemas.get(keys[1]) -%}
        {%- if prod and audit -%}
            {%- for option in ["TRANSIENT", "MANAGED ACCESS"] if (option in prod["options"] | upper) != (option in audit["options"] | upper) -%}
                {%- do faults.append(pair["audit"] ~ " and " ~ pair["prod"] ~ " are not alike: " ~ option) -%}
            {%- endfor -%}
            {%- if prod["retention"] != audit["retention"] -%}
                {%- do faults.append(
                    pair["audit"] ~ " keeps its history for " ~ audit["retention"] ~ " day(s), " ~ pair["prod"] ~ " for " ~ prod["retention"]
                ) -%}
            {%- endif -%}
            {%- for name in objects.get(keys[0], {}) if name not in objects.get(keys[1], {}) and [pair["database"], pair["prod"], name] not in dropped -%}
                {%- do faults.append(name ~ " of " ~ pair["prod"] ~ " is not in its clone: the role " ~ target.role ~ " may not clone it") -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(faults) -%}
{% endmacro %}

{#
    The objects of these kinds in the databases as [{kind, database, schema, name, row}]; functions have their
    arguments in the name.
#}
{% macro _snowflake_objects(databases, kinds) %}
    {%- set found = [] -%}
    {%- for database in databases -%}
        {%- for kind in kinds -%}
            {%- for row in dbt_wap.rows_of("show " ~ kind ~ "s in database " ~ dbt_wap.identifier(database)) -%}
                {%- do found.append(
                    {
                        "kind": kind,
                        "database": database,
                        "schema": row["schema_name"],
                        "name": row["name"] ~ ((" " ~ row["arguments"]) if row.get("arguments") else ""),
                        "row": row,
                    }
                ) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
