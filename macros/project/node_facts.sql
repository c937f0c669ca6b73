{#
    Return the facts of nodes, tests or sources for project_facts, in the same order, as [{node, key: relation key under
    the prod name, prod, here: its place in prod and in this mode as the warehouse stores the names, each {database,
    schema, name}; here_key; schema: its prod schema as dbt writes it; excluded: whether that keeps its name in audit
    mode; place: what all nodes of its schema share, {written: as dbt writes it, prod_key, here_key: schema keys,
    quoted: whether its name is quoted}}]. Names are split, stored and folded once per schema or in one call for all
    nodes, so that a node costs no macro call. naming: from naming. Pure.
#}
{% macro node_facts(nodes, naming) %}
    {%- set places, facts, exact, plain = {}, [], [], [] -%}
    {%- for node in nodes -%}
        {%- set name, written = node.alias or node.name, none -%}
        {%- if node.relation_name -%}
            {%- set written = modules.re.findall('"(?:[^"]|"")*"|[^.]+', node.relation_name) -%}
        {%- endif -%}
        {%- set schema = (written[:-1] if written else [node.database or "", ""]) | join(".") -%}
        {%- set schema = schema ~ " " ~ node.schema -%}
        {%- if schema not in places -%}
            {%- do places.update({schema: dict(dbt_wap._schema_facts(node, naming), written=schema)}) -%}
        {%- endif -%}
        {%- set place = places[schema] -%}
        {%- set quoted = written[-1].startswith('"') if written else place["quotes_names"] -%}
        {%- set name = written[-1] if written else name -%}
        {%- do exact.append(name[1:-1].replace('""', '"') if written and quoted else name) -%}
        {%- if not quoted -%} {%- do plain.append(loop.index0) -%} {%- endif -%}
        {%- do facts.append({"node": node, "place": place}) -%}
    {%- endfor -%}
    {%- do return(dbt_wap._with_names(facts, dbt_wap._with_stored(exact, plain))) -%}
{% endmacro %}

{# Return the names with those at the indexes `plain`, which are not quoted, as the engine stores them. #}
{% macro _with_stored(names, plain) %}
    {%- if not plain -%} {%- do return(names) -%} {%- endif -%}
    {%- set stored, unquoted = {}, dbt_wap.stored_names(names) -%}
    {%- for at in plain -%} {%- do stored.update({at: unquoted[at]}) -%} {%- endfor -%}
    {%- set found = [] -%}
    {%- for name in names -%} {%- do found.append(stored.get(loop.index0, name)) -%} {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the facts of nodes, with the places and keys that their stored names lead to. #}
{% macro _with_names(facts, names) %}
    {%- set found, folded = [], dbt_wap.fold_names(names) -%}
    {%- for fact in facts -%}
        {%- set place, name, key = fact["place"], names[loop.index0], folded[loop.index0] -%}
        {%- do found.append(
            {
                "node": fact["node"],
                "key": place["prod_key"] ~ "." ~ key,
                "here_key": place["here_key"] ~ "." ~ key,
                "prod": {"database": place["database"], "schema": place["prod"], "name": name},
                "here": {"database": place["database"], "schema": place["here"], "name": name},
                "schema": place["schema"],
                "excluded": place["excluded"],
                "place": place,
            }
        ) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return what all nodes in the schema of this node have in common. #}
{% macro _schema_facts(node, naming) %}
    {%- set here, written = dbt_wap.stored_place_of(node), dbt_wap.written_parts(node) -%}
    {%- set schema, prefix = node.schema or "", naming["prefix"] -%}
    {%- if naming["renamed"] and schema.startswith(prefix) and schema | lower not in naming["excluded"] -%}
        {%- set schema = schema[prefix | length :] -%}
    {%- endif -%}
    {%- set quoted = written[-2].startswith('"') -%}
    {%- set prod = schema if quoted else dbt_wap.stored_name(schema) -%}
    {%- do return(
        {
            "database": here["database"],
            "here": here["schema"],
            "here_key": dbt_wap.schema_key(here["database"], here["schema"]),
            "prod": prod,
            "prod_key": dbt_wap.schema_key(here["database"], prod),
            "schema": schema,
            "excluded": schema | lower in naming["excluded"],
            "quoted": quoted,
            "quotes_names": written[-1].startswith('"'),
        }
    ) -%}
{% endmacro %}
